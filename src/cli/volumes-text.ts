import type { MemberVolume } from '../ops/volumes-left.js';
import { columns } from './format.js';

/** Which volume lies on which node. */
export function volumesText(volumes: readonly MemberVolume[]): string {
  return columns([['NODE', 'VOLUME'], ...volumes.map(({ node, volume }) => [node, volume])]);
}
