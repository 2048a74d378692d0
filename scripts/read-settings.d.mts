import type { Client } from 'pg';

export function quotedName(client: Client, name: string): string;
