import type { EmbeddedServer } from './embedded-postgres.mjs';

export function startForCatalogue(major: number): Promise<EmbeddedServer>;
export function catalogueText(server: EmbeddedServer): Promise<string>;
