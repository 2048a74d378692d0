import type { MountedFile, ServiceSide } from './cluster-change.js';

type Attributes = Readonly<Record<string, unknown>>;

/** Lists whose entries are told apart by a value, not by their place. */
const KEYED: Readonly<Record<string, string>> = {
  configs: 'file_name',
  mounts: 'target',
  ports: 'published_port',
  secrets: 'file_name',
};

/** Told elsewhere, or read back by the provider in a form of its own (docs/adr/0002). */
const LEFT_OUT =
  /^(id$|task_spec\.networks_advanced|task_spec\.placement\.platforms|task_spec\.container_spec\.(image$|configs\[.*\]\.(config_id|config_name|file_name)$|secrets\[.*\]\.(secret_id|secret_name|file_name)$)|endpoint_spec\.ports\[\d+\]\.name$)/;

/**
 * Reads the attributes of a `docker_service`.
 *
 * @param texts - content of every config of that side, by its name
 */
export function serviceSide(
  attributes: Attributes,
  texts: ReadonlyMap<string, string>,
): ServiceSide {
  const container = block(block(attributes, 'task_spec'), 'container_spec');
  const mounts = entries(container, 'mounts').filter((mount) => mount['type'] === 'volume');
  const fields = new Map<string, string>();
  flatten(attributes, '', fields);
  return {
    image: word(container['image']),
    files: new Map(
      entries(container, 'configs').map((config) => [
        word(config['file_name']),
        mountedFile(word(config['config_name']), texts),
      ]),
    ),
    secrets: new Map(
      entries(container, 'secrets').map((secret) => [
        word(secret['file_name']),
        { name: word(secret['secret_name']), id: word(secret['secret_id']) },
      ]),
    ),
    volumes: new Map(mounts.map((mount) => [word(mount['target']), word(mount['source'])])),
    fields: new Map([...fields].filter(([path]) => !LEFT_OUT.test(path))),
  };
}

function mountedFile(configName: string, texts: ReadonlyMap<string, string>): MountedFile {
  const text = texts.get(configName);
  return { configName, ...(text !== undefined && { text }) };
}

/** Terraform writes a block as a list of one. */
function block(of: Attributes, name: string): Attributes {
  return entries(of, name)[0] ?? {};
}

function entries(of: Attributes, name: string): Attributes[] {
  const list = of[name];
  return Array.isArray(list) ? list.filter(isAttributes) : [];
}

function isAttributes(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The provider reads what nobody set back as empty, zero or off, and plans it as null. */
function flatten(value: unknown, path: string, into: Map<string, string>): void {
  if (value === null || value === undefined || value === '' || value === 0 || value === false) {
    return;
  }
  if (Array.isArray(value)) flattenList(value, path, into);
  else if (isAttributes(value)) {
    for (const [name, child] of Object.entries(value)) {
      flatten(child, path === '' ? name : `${path}.${name}`, into);
    }
  } else into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
}

function flattenList(list: readonly unknown[], path: string, into: Map<string, string>): void {
  const blocks = list.filter(isAttributes);
  if (blocks.length === 0) {
    const words = list.map(String);
    if (words.length > 0) into.set(path, words.join(path.endsWith('test') ? ' ' : ', '));
    return;
  }
  const key = KEYED[path.slice(path.lastIndexOf('.') + 1)];
  for (const [index, entry] of blocks.entries()) {
    const name = key === undefined ? '' : `[${String(entry[key])}]`;
    const at = blocks.length === 1 || index === 0 ? name : name || `[${index}]`;
    flatten(entry, `${path}${at}`, into);
  }
}
