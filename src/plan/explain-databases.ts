import { paths } from '../model/paths.js';
import { nothing } from './effects.js';
import { keyChanges, type FileChange, type KeyChange } from './file-changes.js';
import type { Finding } from './finding.js';
import type { Impact } from './impact.js';

type Kind = Pick<Finding, 'code' | 'severity' | 'members' | 'clients' | 'what' | 'why'>;

/** What PostgreSQL never changes of a database. */
const BORN_WITH = /\]\.(encoding|locale|localeProvider|icuLocale|builtinLocale)$/;

const EXTENSION_OPTION = /\.extensionOptions\.([^.]+)\.(schema|version)$/;

/** What exists inside PostgreSQL, and where everything is: SQL at most, and nothing restarts. */
export function explainDatabases({ files }: Impact): Finding[] {
  return files.flatMap((file) => {
    if (file.path === paths.desiredDatabases) {
      return merged(keyChanges(file.before, file.after)).map((one) => finding(file, one));
    }
    return file.path === paths.desiredTopology ? [topologyFinding(file)] : [];
  });
}

/** Of a database that comes or goes one change is enough. */
function merged(changes: readonly KeyChange[]): KeyChange[] {
  const wholes = new Set(
    changes
      .filter(({ key, before, after }) => /\.name$/.test(key) && before !== after)
      .map(({ key }) => key.replace(/\.name$/, '')),
  );
  return changes.filter(({ key }) => {
    const entry = /^[^\]]*\]/.exec(key)?.[0] ?? key;
    return !wholes.has(entry) || key === `${entry}.name`;
  });
}

function finding(file: FileChange, { key, before, after }: KeyChange): Finding {
  return {
    ...kindOf(key, before, after),
    object: key.replace(/\.name$/, ''),
    before: { text: before ?? 'not there' },
    after: { text: after ?? 'not there' },
    causes: [],
    resources: file.resources,
  };
}

function kindOf(key: string, before: string | undefined, after: string | undefined): Kind {
  const database = /\[([^\]]*)\]/.exec(key)?.[1] ?? key;
  if (/\.name$/.test(key) && after === undefined) {
    return {
      code: 'DATABASE_LEFT',
      ...nothing(),
      what: `database ${database} is no longer looked after`,
      why: 'the reconciler never drops a database: it stays with all it holds',
    };
  }
  if (/\.name$/.test(key)) {
    return {
      code: 'DATABASE_CREATED',
      ...nothing('live'),
      what: `database ${database} is created`,
      why: 'the reconciler creates what is missing, by SQL on the leader',
    };
  }
  if (/\.extensions$/.test(key)) return extensionsKind(database, before, after);
  return {
    code: 'DATABASE_CHANGED',
    ...nothing('live'),
    what: `${changed(key)} of database ${database}`,
    why: whyOf(key),
  };
}

/** The last word of a key; of an extension's options the extension as well. */
function changed(key: string): string {
  const [, extension, option] = EXTENSION_OPTION.exec(key) ?? [];
  if (extension !== undefined) return `${option ?? ''} of extension ${extension}`;
  return key.replace(/^.*\./, '');
}

function whyOf(key: string): string {
  if (key.endsWith('].template')) {
    return 'counts at CREATE DATABASE only: a database that exists stays as it is';
  }
  if (BORN_WITH.test(key)) {
    return 'counts at CREATE DATABASE only: a database that has another one stays as it is, and the reconciler refuses';
  }
  const option = EXTENSION_OPTION.exec(key)?.[2];
  if (option === 'schema') {
    return 'counts at CREATE EXTENSION only: an extension in another schema stays there, and the reconciler refuses';
  }
  if (option === 'version') {
    return 'the reconciler runs ALTER EXTENSION UPDATE on the leader; a version it cannot reach is refused';
  }
  return 'the reconciler changes it by SQL on the leader';
}

function extensionsKind(
  database: string,
  before: string | undefined,
  after: string | undefined,
): Kind {
  const [old, now] = [before, after].map((text) => (text ?? '').split(', ').filter(Boolean));
  const added = (now ?? []).filter((name) => !old?.includes(name));
  if (added.length === 0) {
    return {
      code: 'EXTENSION_LEFT',
      ...nothing(),
      what: `extensions of database ${database}`,
      why: 'the reconciler never drops an extension: it stays',
    };
  }
  return {
    code: 'EXTENSION_CREATED',
    ...nothing('live'),
    what: `${added.join(', ')} in database ${database}`,
    why: 'the reconciler runs CREATE EXTENSION on the leader',
  };
}

function topologyFinding(file: FileChange): Finding {
  return {
    code: 'TOPOLOGY',
    ...nothing(),
    object: file.service,
    what: 'the list of what is where that the reconciler has mounted',
    causes: [],
    why: 'a copy for the reconciler alone; it follows from the other changes',
    resources: file.resources,
  };
}
