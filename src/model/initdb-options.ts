import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { InitdbOption } from './patroni-model.js';

/**
 * Options of `initdb`: how the server is born, and who may connect before our rules arrive.
 *
 * From 18 on checksums are its default, and leaving them out must be said.
 */
export function initdbOptions({ version, initdb }: ClusterConfig['postgresql']): InitdbOption[] {
  const { encoding, locale, 'data-checksums': checksums, ...rest } = initdb;
  const given = Object.entries(rest)
    .map(([name, value]) => ({ name, value: String(value) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    { name: 'encoding', value: encoding },
    { name: 'locale', value: locale },
    ...given,
    { name: 'auth-local', value: 'peer' },
    { name: 'auth-host', value: 'scram-sha-256' },
    ...(checksums ? [{ name: 'data-checksums' }] : []),
    ...(!checksums && version >= 18 ? [{ name: 'no-data-checksums' }] : []),
  ];
}
