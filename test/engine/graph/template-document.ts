import type { GraphDocument } from '../../../engine/graph/document.ts';
import { findTemplate } from '../../../engine/graph/templates/catalogue.ts';

/** The document of a template. */
export function templateDocument(id: string): GraphDocument {
  const found = findTemplate(id);
  if (found === undefined) throw new Error(`there is no template ${id}`);
  return found.document;
}
