import { toText } from '../../engine/notation/text.ts';
import { IconButton } from '../ui/button.tsx';
import { stopFollowing } from './followed.ts';
import { Formula } from './formula.tsx';
import { useFollowed } from './use-following.ts';

/** Which number is followed, and the way out of it; nothing where none is. */
export function FollowedMark() {
  const { element, settled } = useFollowed();
  return element === undefined ? null : (
    <section className="followed-mark" aria-label="Followed number">
      <span>following</span>
      <Formula expression={element} size="sm" />
      {settled.length === 0 ? null : (
        <span
          className="settled"
          title="Where you chose none it goes on with the largest number; click another one to go that way."
        >
          by{' '}
          {settled.map((each) => (
            <Formula key={toText(each)} expression={each} size="sm" />
          ))}
        </span>
      )}
      <IconButton icon="close" label="Follow no number" onClick={stopFollowing} />
    </section>
  );
}
