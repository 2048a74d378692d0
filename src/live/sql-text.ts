import pg from 'pg';

/** Writes a name so that it can stand in a statement. */
export const sqlName = (name: string): string => pg.escapeIdentifier(name);

/** Writes a text constant, for the statements that take no parameters. */
export const sqlText = (text: string): string => pg.escapeLiteral(text);
