import { type IDBPDatabase, openDB } from 'idb';

/** This browser's database: the graphs that are open, how the desk lies, versions and blocks that were kept. */

const database = 'nodegrad';
export type StoreName = 'documents' | 'desk' | 'versions' | 'shelf';

let connection: IDBPDatabase | undefined;

/** @throws where the browser keeps nothing, as in some private windows */
export async function connect(): Promise<IDBPDatabase> {
  connection ??= await openDB(database, 3, {
    upgrade: (db) => {
      const names: readonly StoreName[] = ['documents', 'desk', 'versions', 'shelf'];
      for (const name of names) if (!db.objectStoreNames.contains(name)) db.createObjectStore(name);
    },
    // Another tab of the browser wants to bring the database up to date.
    blocking: () => {
      connection?.close();
      connection = undefined;
    },
    terminated: () => {
      connection = undefined;
    },
  });
  return connection;
}
