import type { Client } from 'pg';

export const majors: readonly (14 | 15 | 16 | 17 | 18)[];
export function embeddedPostgres(major: number): Promise<string>;
export function hasLibrary(native: string, name: string): boolean;

export interface EmbeddedServer {
  connect(): Promise<Client>;
  read(name: string, text: string): Promise<string>;
  stop(): Promise<void>;
}

export function startPostgres(
  major: number,
  options?: { conf?: string; flags?: Readonly<Record<string, string>> },
): Promise<EmbeddedServer>;

export function programPaths(
  major: number,
  folder: string,
): Promise<(name: 'initdb' | 'postgres') => string>;
