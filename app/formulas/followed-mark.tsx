import { IconButton } from '../ui/button.tsx';
import { stopFollowing } from './followed.ts';
import { Formula } from './formula.tsx';
import { useFollowed } from './use-following.ts';

/** Which number is followed, and the way out of it; nothing where none is. */
export function FollowedMark() {
  const { element } = useFollowed();
  return element === undefined ? null : (
    <section className="followed-mark" aria-label="Followed number">
      <span>following</span>
      <Formula expression={element} size="sm" />
      <IconButton icon="close" label="Follow no number" onClick={stopFollowing} />
    </section>
  );
}
