import { putOff } from '../src/core/put-off.js';

/**
 * What cdktf and zod load at their start and a synth never uses. Import this before them.
 *
 * `archiver` (200 files) zips a `TerraformAsset` of a folder, `semver` (45) compares the version of
 * Terraform where a resource is moved or imported, the locales (60) are zod's words in other
 * languages than English.
 */
putOff('cdktf', 'archiver');
putOff('cdktf', 'semver');
putOff('zod', 'zod/v4/locales');
