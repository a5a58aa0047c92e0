/**
 * Puts text that is still being made on the clipboard. Safari lets a page write only as the answer to a press, so the writing begins
 * before the text is there (https://webkit.org/blog/10855/async-clipboard-api/).
 * @throws where the browser does not allow it, and what the text throws
 */
export async function writeClipboard(text: Promise<string>): Promise<void> {
  const type = 'text/plain';
  const blob = text.then((made) => new Blob([made], { type }));
  await navigator.clipboard.write([new ClipboardItem({ [type]: blob })]);
}
