// Reads every setting of a running PostgreSQL, and the words it accepts without listing them.

/** Words that some enums take for another one, listed in `enumvals` or not; the server says which. */
const CANDIDATES = [
  ...['true', 'false', 'yes', 'no', '1', '0', 'on', 'off', 't', 'f', ''],
  ...['debug', 'info', 'log', 'fatal', 'panic', 'archive', 'hot_standby'],
];

const CANNOT_CHANGE = '55P02';

/** @returns one plain object a setting, sorted by name, as `src/model/catalogue/data` holds them */
export async function readSettings(server) {
  const client = await server.connect();
  try {
    const { rows } = await client.query(
      `SELECT name, vartype, unit, min_val, max_val, enumvals, context, category, short_desc, boot_val
         FROM pg_settings`,
    );
    const settings = [];
    for (const row of rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))) {
      settings.push(await describe(client, server, row));
    }
    return settings;
  } finally {
    await client.end();
  }
}

const key = ({ name }) => name.toLowerCase();

async function describe(client, server, row) {
  const ranged = row.vartype === 'integer' || row.vartype === 'real';
  const settable = row.context !== 'internal' && !(await isOfSession(client, row));
  const aliases = row.vartype === 'enum' && settable ? await aliasesOf(client, server, row) : {};
  return {
    name: key(row),
    type: row.vartype,
    ...(row.unit !== null && { unit: row.unit }),
    ...(ranged && { min: Number(row.min_val), max: Number(row.max_val) }),
    ...(row.enumvals !== null && { values: row.enumvals }),
    ...(Object.keys(aliases).length > 0 && { aliases }),
    context: row.context,
    ...(!settable && { fixed: true }),
    category: row.category,
    description: row.short_desc,
    ...(row.boot_val !== null && { default: row.boot_val }),
    ...(row.name.includes('.') && { extension: row.name.split('.')[0] }),
  };
}

/** What only a session can set, such as `transaction_isolation`: no file may name it. */
async function isOfSession(client, { name, context }) {
  if (context !== 'user' && context !== 'superuser') return false;
  return (await refusalOf(client, name, 'DEFAULT')) === CANNOT_CHANGE;
}

async function aliasesOf(client, server, { name, context }) {
  const aliases = {};
  for (const word of CANDIDATES) {
    if (await refusalOf(client, name, client.escapeLiteral(word))) continue;
    const ofSession = context === 'user' || context === 'superuser';
    const meant = ofSession ? await shown(client, name, word) : await server.read(name, word);
    if (meant !== word) aliases[word] = meant;
  }
  return aliases;
}

/** The code of the error that ALTER SYSTEM ends with, if any; it checks without a restart. */
async function refusalOf(client, name, value) {
  try {
    await client.query(`ALTER SYSTEM SET ${quotedName(client, name)} = ${value}`);
    await client.query(`ALTER SYSTEM RESET ${quotedName(client, name)}`);
    return undefined;
  } catch (error) {
    return error.code;
  }
}

async function shown(client, name, word) {
  const { rows } = await client.query('SELECT set_config($1, $2, false) AS value', [name, word]);
  await client.query(`RESET ${quotedName(client, name)}`);
  return rows[0].value;
}

export function quotedName(client, name) {
  return name
    .split('.')
    .map((part) => client.escapeIdentifier(part))
    .join('.');
}
