import { isIPv4, isIPv6 } from 'node:net';
import type { HbaToken } from '../core/hba-tokens.js';

const KEYWORDS = ['all', 'samehost', 'samenet'];
const HOST_NAME = /^\.?[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_-]+)*\.?$/;

/** Whether the next field of the line is a mask: the address is a number and has no `/length`. */
export function needsMask({ text, quoted }: HbaToken): boolean {
  if (!quoted && KEYWORDS.includes(text)) return false;
  return looksNumeric(text) && !text.includes('/');
}

/**
 * What an address would need, or undefined if it can stand.
 *
 * PostgreSQL ignores the bits behind the mask; who writes 10.1.2.3/8 rarely means 10.0.0.0/8.
 *
 * @param mask - the field after an address without `/length`
 */
export function addressFault({ text, quoted }: HbaToken, mask?: HbaToken): string | undefined {
  if (!quoted && KEYWORDS.includes(text)) return undefined;
  if (!looksNumeric(text)) {
    return HOST_NAME.test(text)
      ? undefined
      : 'an address such as 10.0.0.0/8, a host name, all, samehost or samenet';
  }
  const [ip = '', length] = text.split('/', 2);
  const bits = bitsOf(ip);
  if (bits === undefined) return `an IPv4 or IPv6 address instead of ${ip}`;
  if (text.includes('/')) return lengthFault(text, bits, length ?? '');
  if (mask === undefined) return `an address range such as ${ip}/${bits.length}`;
  const maskBits = bitsOf(mask.text);
  if (maskBits?.length !== bits.length || maskBits.includes('01')) {
    return 'a mask of the same kind as the address, ones first';
  }
  return hostBitsFault(bits, maskBits.replaceAll('0', '').length, ip);
}

function lengthFault(text: string, bits: string, length: string): string | undefined {
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits.length || text.split('/').length > 2) {
    return `a length from /0 to /${bits.length}`;
  }
  return hostBitsFault(bits, Number(length), text);
}

function hostBitsFault(bits: string, length: number, text: string): string | undefined {
  if (!bits.slice(length).includes('1')) return undefined;
  return `zeros behind the first ${length} bits of ${text}, or all ${bits.length} bits`;
}

/** Digits and dots, or a colon: no host name is meant. */
function looksNumeric(text: string): boolean {
  return /^[\d.]+(\/|$)/.test(text) || text.includes(':');
}

/** The address as zeros and ones; undefined if it is none. */
function bitsOf(ip: string): string | undefined {
  if (isIPv4(ip))
    return ip
      .split('.')
      .map((part) => binary(Number(part), 8))
      .join('');
  if (!isIPv6(ip) || ip.includes('%')) return undefined;
  const plain = ip.replace(/[\d.]+$/, (tail) => (isIPv4(tail) ? asGroups(tail) : tail));
  const [head = '', tail] = plain.split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const [first, last] = [groups(head), groups(tail ?? '')];
  const gap = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...gap, ...last].map((group) => binary(parseInt(group, 16), 16)).join('');
}

function asGroups(ipv4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function binary(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}
