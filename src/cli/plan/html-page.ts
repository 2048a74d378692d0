/** Text that cannot become markup, in an element or in a quoted attribute. */
export function html(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Every pair of colours here has a contrast of 4.5 or more, in both schemes. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2937; --paper: #ffffff; --line: #9ca3af; --soft: #f3f4f6; --warn: #92400e; --bad: #b91c1c; --good: #166534; --mark: #fde68a; --markline: #b45309; --markink: #1f2937; }
@media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --paper: #111827; --line: #6b7280; --soft: #1f2937; --warn: #fbbf24; --bad: #fca5a5; --good: #86efac; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 0 0 .5rem; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } tbody th { font-weight: normal; }
.scroll { overflow-x: auto; }
.finding { background: var(--soft); border-left: .4rem solid var(--good); padding: .75rem 1rem; margin: 1rem 0; }
.finding[data-severity="member restart"], .finding[data-severity="handover"], .finding[data-severity="interruption"] { border-color: var(--warn); }
.finding[data-severity="replace"], .finding[data-severity="data loss"] { border-color: var(--bad); }
.severity { font-weight: bold; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0 0; } dt { font-weight: bold; } dd { margin: 0; overflow-wrap: anywhere; }
.timeline li { margin: .5rem 0; } .gap { display: block; height: .6rem; background: var(--warn); margin-top: .2rem; }
.verdict[data-verdict="fine"] { color: var(--good); } .verdict[data-verdict="needs approval"] { color: var(--warn); } .verdict[data-verdict="refused"] { color: var(--bad); }
svg { width: 100%; height: auto; } svg text { fill: var(--ink); font: 14px system-ui, sans-serif; } svg rect { fill: var(--soft); stroke: var(--line); } svg .changed rect { fill: var(--mark); stroke: var(--markline); stroke-width: 3; } svg .changed text { fill: var(--markink); } svg line { stroke: var(--line); stroke-width: 2; }
`;
