import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';

interface ButtonProps extends ComponentProps<'button'> {
  /** Without a ground, with an outline, or the main action of its surroundings. */
  readonly variant?: 'plain' | 'line' | 'main';
  readonly small?: boolean;
}

const classes = (...names: readonly (string | false | undefined)[]) => names.filter(Boolean).join(' ');

export function Button({ variant = 'plain', small, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classes('btn', variant !== 'plain' && variant, small && 'small', className)}
      {...rest}
    />
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  readonly icon: IconName;
  /** Accessible name, also the tooltip. */
  readonly label: string;
  /** Shown in the tooltip: Ctrl+Z. */
  readonly shortcut?: string | undefined;
  readonly iconSize?: number;
  readonly tooltipSide?: 'top' | 'right' | 'bottom' | 'left';
}

export function IconButton({
  icon,
  label,
  shortcut,
  iconSize = 16,
  tooltipSide = 'bottom',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip
      side={tooltipSide}
      content={
        <>
          {label}
          {shortcut === undefined ? null : <kbd>{shortcut}</kbd>}
        </>
      }
    >
      <Button {...rest} className={classes('icon', className)} aria-label={label}>
        <Icon name={icon} size={iconSize} />
      </Button>
    </Tooltip>
  );
}
