import type { RecordedService, ServiceTier } from '../../model/record/cluster-record.js';
import type { PlanReport } from '../../plan/plan-report.js';
import { html } from './html-page.js';
import { touchedServices } from './plan-markdown.js';

/** From the clients down; each but the first is reached through the one above. */
const ROWS: readonly ServiceTier[] = ['pgbouncer', 'haproxy', 'patroni', 'etcd', 'reconciler'];

const WIDTH = 1000;
const HEIGHT = 56;
const GAP = 34;
const LABEL = 110;
/** Of a drawn row; more services than fit are told as a number. */
const MOST_BOXES = 7;

/** The services as boxes, a tier a row; what a finding touches is marked, and said so in words. */
export function topologySvg(report: PlanReport): string {
  const touched = touchedServices(report);
  const rows = ROWS.map((tier) =>
    report.services.filter((service) => service.tier === tier),
  ).filter((services) => services.length > 0);
  const height = rows.length * (HEIGHT + GAP);
  const names = [...touched].sort().join(', ') || 'none';
  return [
    '<h2>What is touched</h2>',
    `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${html(`Services of the cluster; touched: ${names}`)}">`,
    ...rows.slice(1).map((_, index) => arrow(index)),
    ...rows.flatMap((services, index) => row(services, index, touched)),
    '</svg>',
    `<p>Touched services are marked: ${html(names)}.</p>`,
  ].join('\n');
}

function arrow(index: number): string {
  const x = LABEL + (WIDTH - LABEL) / 2;
  const from = index * (HEIGHT + GAP) + HEIGHT;
  return `<line x1="${x}" y1="${from}" x2="${x}" y2="${from + GAP}"/>`;
}

function row(
  services: readonly RecordedService[],
  index: number,
  touched: ReadonlySet<string>,
): string[] {
  const y = index * (HEIGHT + GAP);
  const shown = services.slice(0, MOST_BOXES);
  const more = services.length - shown.length;
  const width = (WIDTH - LABEL) / shown.length;
  const label = `${services[0]?.tier ?? ''}${more > 0 ? ` (+${more})` : ''}`;
  return [
    `<text x="0" y="${y + HEIGHT / 2 + 5}">${html(label)}</text>`,
    ...shown.map((service, at) => box(service, LABEL + at * width, y, width - 10, touched)),
  ];
}

function box(
  { name, nodes }: RecordedService,
  x: number,
  y: number,
  width: number,
  touched: ReadonlySet<string>,
): string {
  const middle = x + width / 2;
  const at = nodes.length > 0 ? nodes.join(', ') : 'any node';
  // Some 8 units a sign at this size.
  const fit = (text: string) => {
    const most = Math.max(4, Math.floor(width / 8));
    return text.length > most ? `${text.slice(0, most - 1)}…` : text;
  };
  return [
    `<g${touched.has(name) ? ' class="changed"' : ''}>`,
    `<title>${html(`${name} on ${at}`)}</title>`,
    `<rect x="${x}" y="${y + 1}" width="${width}" height="${HEIGHT - 2}" rx="6"/>`,
    `<text x="${middle}" y="${y + 24}" text-anchor="middle">${html(fit(name))}</text>`,
    `<text x="${middle}" y="${y + 43}" text-anchor="middle">${html(fit(at))}</text>`,
    '</g>',
  ].join('');
}
