import { readFileSync } from 'node:fs';
import { debianSettings } from './debian.js';
import type { PostgresMajor, Setting } from './setting.js';

const known = new Map<PostgresMajor, ReadonlyMap<string, Setting>>();

/**
 * Every setting of one major with the modules its images carry, by name in lower case.
 *
 * Read once and only when asked for: synth loads one major, most commands none.
 */
export function settingsOf(major: PostgresMajor): ReadonlyMap<string, Setting> {
  let settings = known.get(major);
  if (settings === undefined) {
    const all = debianSettings(major, [...data(`pg${major}`), ...data('extensions')]);
    settings = new Map(all.map((setting) => [setting.name, setting]));
    known.set(major, settings);
  }
  return settings;
}

function data(name: string): Setting[] {
  const text = readFileSync(new URL(`./data/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text) as Setting[];
}
