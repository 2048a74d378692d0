import { versions } from '../versions.js';
import { rule } from './rule.js';

/** Patroni would look for programs in a directory that is not there, and no member would start. */
export const imageLacksVersion = rule({
  code: 'IMAGE_LACKS_VERSION',
  reads: ['postgresql.version', 'images.patroni'],
  check({ postgresql: { version }, images }) {
    if (version === versions.postgresqlMajor || images.patroni !== undefined) return;
    return {
      at: 'postgresql.version',
      got: `${version}`,
      need: `${versions.postgresqlMajor}, the major version in the image of this release`,
      why: `no member would start: the image has no /usr/lib/postgresql/${version}/bin`,
      fix: `write ${versions.postgresqlMajor}, or name an image with ${version} as images.patroni`,
    };
  },
});
