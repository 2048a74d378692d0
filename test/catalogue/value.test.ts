import { expect, test } from 'vitest';
import { settingsOf } from '../../src/model/catalogue/catalogue.js';
import type { Setting } from '../../src/model/catalogue/setting.js';
import { canonicalText, readValue } from '../../src/model/catalogue/value.js';

function setting(name: string): Setting {
  const found = settingsOf(17).get(name);
  if (found === undefined) throw new Error(`17 has no ${name}`);
  return found;
}

const shown = (name: string, text: string) => {
  const read = readValue(setting(name), text);
  return read.ok ? read.canonical : read.fault;
};

test.each([
  ['shared_buffers', '32768', '256MB'],
  ['shared_buffers', ' 0.25 GB ', '256MB'],
  ['shared_buffers', '0x8000', '256MB'],
  ['shared_buffers', '0100000', '256MB'],
  ['shared_buffers', '17', '136kB'],
  ['work_mem', '1025kB', '1025kB'],
  ['work_mem', '1.5e3', '1500kB'],
  ['tcp_keepalives_idle', '60', '1min'],
  ['max_connections', '100.5', '100'],
  ['max_connections', '101.5', '102'],
  ['statement_timeout', '0', '0'],
  ['log_temp_files', '-1', '-1'],
  ['vacuum_cost_delay', '.5', '500us'],
  ['random_page_cost', '1e6', '1e+06'],
  ['jit', 'F', 'off'],
  ['jit', 'of', 'off'],
  ['wal_level', 'Hot_Standby', 'replica'],
  ['wal_compression', 'on', 'pglz'],
  ['wal_compression', 'lz4', 'lz4'],
  ['log_file_mode', '0640', '0640'],
])('%s = %s is shown as %s', (name, text, canonical) => {
  expect(shown(name, text)).toBe(canonical);
});

test.each([
  ['work_mem', '4mb', 'unit'],
  ['work_mem', '4 MB MB', 'unit'],
  ['max_connections', '100MB', 'unit'],
  ['work_mem', '63', 'range'],
  ['work_mem', '4TB', 'range'],
  ['work_mem', 'much', 'type'],
  ['work_mem', '', 'type'],
  ['work_mem', '089', 'unit'],
  ['jit', 'o', 'type'],
  ['jit', 'on ', 'type'],
  ['wal_level', 'full', 'enum'],
  ['wal_level', 'constructor', 'enum'],
  ['random_page_cost', '1e999', 'type'],
])('%s = %s is refused: %s', (name, text, fault) => {
  expect(shown(name, text)).toBe(fault);
});

test('one value has one text, and a long fraction keeps every digit', () => {
  expect(canonicalText(setting('shared_buffers'), '32768')).toBe('256MB');
  expect(canonicalText(setting('random_page_cost'), '1.123456789')).toBe('1.123456789');
  expect(canonicalText(setting('vacuum_cost_delay'), '1.123456789')).toBe('1.123456789');
});

test('every default of every major reads, and its canonical text reads as the same value', () => {
  for (const major of [14, 15, 16, 17, 18] as const) {
    for (const one of settingsOf(major).values()) {
      if (one.fixed || one.default === undefined) continue;
      const read = readValue(one, one.default);
      expect([major, one.name, read]).toEqual([
        major,
        one.name,
        expect.objectContaining({ ok: true }),
      ]);
      const again = read.ok ? readValue(one, read.canonical) : read;
      expect([one.name, again]).toEqual([one.name, read]);
    }
  }
});
