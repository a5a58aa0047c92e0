import { menuCommand } from '../commands/menu-entries.tsx';
import { Button } from '../ui/button.tsx';

const rows = [
  {
    title: 'Edges',
    commands: [
      ['node.align-left', 'left'],
      ['node.align-right', 'right'],
      ['node.align-top', 'top'],
      ['node.align-bottom', 'bottom'],
    ],
  },
  {
    title: 'Middles',
    commands: [
      ['node.align-centre', 'in a column'],
      ['node.align-middle', 'in a row'],
    ],
  },
  {
    title: 'Distances',
    commands: [
      ['node.distribute-across', 'across'],
      ['node.distribute-down', 'down'],
    ],
  },
] as const;

/** What sets the selected nodes in order on the sheet. */
export function Arrange() {
  return (
    <section className="sec" aria-label="Arrange">
      <h4>Arrange</h4>
      {rows.map(({ title, commands }) => (
        <div className="arrange" key={title}>
          <span>{title}</span>
          {commands.map(([id, text]) => {
            const command = menuCommand(id);
            return command === undefined ? null : (
              <Button
                key={id}
                variant="line"
                aria-label={command.title}
                title={command.title}
                disabled={!command.isPossible}
                onClick={command.run}
              >
                {text}
              </Button>
            );
          })}
        </div>
      ))}
    </section>
  );
}
