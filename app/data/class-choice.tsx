import { Segments } from '../ui/segments.tsx';
import { type Option, Select } from '../ui/select.tsx';

/** What has room side by side beside the plane: classes, and letters of their names. */
const [mostClasses, mostLetters] = [6, 24];

/** One of the classes, as buttons where they have room. */
export function ClassChoice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option<string>[];
  readonly onChange: (label: string) => void;
}) {
  const { options, value } = props;
  const letters = options.reduce((sum, { label }) => sum + label.length, 0);
  if (options.length <= mostClasses && letters <= mostLetters) return <Segments {...props} />;
  const isOne = options.some((option) => option.value === value);
  return <Select {...props} options={isOne ? options : [{ value, label: 'missing' }, ...options]} />;
}
