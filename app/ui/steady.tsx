/** A number with room for so many characters, so that nothing beside it moves when it grows. */
export function Steady({ room, children }: { readonly room: number; readonly children: string }) {
  return (
    <span className="num steady" style={{ minWidth: `${room}ch` }}>
      {children}
    </span>
  );
}
