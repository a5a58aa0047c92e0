import { writeDocument } from '../../formats/json.ts';
import { findTemplate, templates } from '../../graph/templates/catalogue.ts';
import { onlyPositional, readArguments } from '../arguments.ts';
import { type Command, exitCodes, UsageError } from '../command.ts';

const idWidth = Math.max(...templates.map(({ id }) => id.length));

/** Writes a template's document, or names them all. */
export const templateCommand: Command = {
  name: 'template',
  usage: 'template ID | --list',
  help: 'the document of a template, or what templates there are',
  run: (args, terminal) => {
    const { values, positionals } = readArguments(args, { list: { type: 'boolean' } });
    if (values.list === true) {
      if (positionals.length > 0) throw new UsageError('--list takes no ID');
      for (const { id, title, facts } of templates) {
        terminal.write(`${id.padEnd(idWidth)}  ${[title, ...facts].join(' · ')}\n`);
      }
      return exitCodes.fine;
    }
    const id = onlyPositional(positionals, 'ID');
    const template = findTemplate(id);
    if (template === undefined) {
      throw new UsageError(
        `there is no template '${id}'; there are ${templates.map((known) => known.id).join(', ')}`,
      );
    }
    const text = writeDocument(template.document);
    terminal.write(text.endsWith('\n') ? text : `${text}\n`);
    return exitCodes.fine;
  },
};
