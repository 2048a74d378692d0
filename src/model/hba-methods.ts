import type { ClusterConfig } from '../../config/schema/cluster.js';

type Version = ClusterConfig['postgresql']['version'];

interface Method {
  /** Options it takes besides those of every `hostssl` rule. */
  readonly options: readonly string[];
  readonly on?: 'local' | 'hostssl' | 'network';
  readonly since?: Version;
  readonly requires?: readonly string[];
}

const LDAP =
  'ldapurl ldaptls ldapscheme ldapserver ldapport ldapbinddn ldapbindpasswd ldapsearchattribute ' +
  'ldapsearchfilter ldapbasedn ldapprefix ldapsuffix';

/**
 * What Debian's PostgreSQL can authenticate with; `bsd` and `sspi` are for other systems.
 *
 * @see https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/libpq/hba.c (parse_hba_auth_opt)
 */
const METHODS: Readonly<Record<string, Method>> = {
  trust: { options: [] },
  reject: { options: [] },
  'scram-sha-256': { options: [] },
  md5: { options: [] },
  password: { options: [] },
  peer: { options: ['map'], on: 'local' },
  ident: { options: ['map'] },
  cert: { options: ['map'], on: 'hostssl' },
  gss: { options: ['map', 'include_realm', 'krb_realm'], on: 'network' },
  pam: { options: ['pamservice', 'pam_use_hostname'] },
  ldap: { options: LDAP.split(' ') },
  radius: {
    options: ['radiusservers', 'radiussecrets', 'radiusports', 'radiusidentifiers'],
    requires: ['radiusservers', 'radiussecrets'],
  },
  oauth: {
    options: ['issuer', 'scope', 'validator', 'map', 'delegate_ident_mapping'],
    since: 18,
    requires: ['issuer', 'scope'],
  },
};

/** Values of the options that take a fixed set. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  clientcert: ['verify-ca', 'verify-full'],
  clientname: ['CN', 'DN'],
  ldapscheme: ['ldap', 'ldaps'],
  ldaptls: ['0', '1'],
  include_realm: ['0', '1'],
  pam_use_hostname: ['0', '1'],
};

/** What the method would need on such a connection, or undefined if it can stand. */
export function methodFault(type: string, name: string, version: Version): string | undefined {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (!method) return `a method that this PostgreSQL knows instead of ${name}`;
  if (method.since !== undefined && version < method.since) {
    return `another method: ${name} is there from PostgreSQL ${method.since} on`;
  }
  const { on } = method;
  if (on === 'network')
    return type === 'local' ? `another method: not ${name} on local` : undefined;
  return on !== undefined && on !== type ? `${on} as the type, or another method` : undefined;
}

/** What the options of a known method would need, or undefined if they can stand. */
export function optionsFault(
  type: string,
  methodName: string,
  options: Readonly<Record<string, string>>,
): string | undefined {
  const { options: own = [], requires = [] } = METHODS[methodName] ?? {};
  const known = type === 'hostssl' ? [...own, 'clientcert', 'clientname'] : own;
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) {
      const those = known.length > 0 ? `one of ${known.join(', ')}` : 'no options';
      return `${those} instead of ${name}: ${methodName} on ${type} has no such option`;
    }
    const values = Object.hasOwn(VALUES, name) ? VALUES[name] : undefined;
    if (values && !values.includes(value)) return `${name}=${values.join(` or ${name}=`)}`;
  }
  if (methodName === 'cert' && options['clientcert'] === 'verify-ca') {
    return 'clientcert=verify-full: cert takes nothing less';
  }
  const missing = requires.find((name) => !options[name]);
  if (missing !== undefined) return `the option ${missing}`;
  return methodName === 'ldap' ? ldapFault(options) : undefined;
}

/** It binds in one step with prefix and suffix, or searches first; PostgreSQL refuses a mixture. */
function ldapFault(options: Readonly<Record<string, string>>): string | undefined {
  const has = (...names: string[]) => names.filter((name) => Object.hasOwn(options, name));
  // The URL carries the base and what to search for.
  if (has('ldapurl').length > 0) return undefined;
  const port = options['ldapport'];
  if (port !== undefined && !/^[1-9]\d{0,4}$/.test(port)) return 'a port as ldapport';
  const search = has('ldapbasedn', 'ldapbinddn', 'ldapbindpasswd').concat(
    has('ldapsearchattribute', 'ldapsearchfilter'),
  );
  if (has('ldapprefix', 'ldapsuffix').length > 0) {
    return search.length > 0 ? `ldapprefix and ldapsuffix, or ${search[0]}: not both` : undefined;
  }
  if (has('ldapbasedn').length === 0) return 'the option ldapbasedn, ldapprefix or ldapsuffix';
  const both = has('ldapsearchattribute', 'ldapsearchfilter').length > 1;
  return both ? 'ldapsearchattribute or ldapsearchfilter: not both' : undefined;
}
