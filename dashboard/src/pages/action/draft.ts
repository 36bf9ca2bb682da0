import type { Action, Dependency, ModuleRef } from '../../api/actions';

/** What somebody has typed and not saved yet. A secret without a value keeps the stored one. */
export interface Work {
  code: string;
  dependencies: Dependency[];
  secrets: { name: string; value?: string }[];
  modules: ModuleRef[];
}

export function workOf(action: Action): Work {
  return {
    code: action.code,
    dependencies: action.dependencies.map(({ name, version }) => ({ name, version })),
    secrets: action.secrets.map(({ name }) => ({ name })),
    modules: action.modules ?? [],
  };
}

/** How many of the four parts differ from what is stored. */
export function changes(work: Work, action: Action): number {
  const stored = workOf(action);
  const parts: (keyof Work)[] = ['code', 'dependencies', 'secrets', 'modules'];
  return parts.filter((part) => JSON.stringify(work[part]) !== JSON.stringify(stored[part])).length;
}

const key = (id: string) => `tailrace.work.${id}`;

/** Unsaved code stays in this browser, never a secret. */
export function keep(id: string, code: string | undefined): void {
  if (code === undefined) localStorage.removeItem(key(id));
  else localStorage.setItem(key(id), code);
}
export function kept(id: string): string | undefined {
  return localStorage.getItem(key(id)) ?? undefined;
}

/** The line a build's error or a stack names. */
export function errorLine(text: string): number | undefined {
  const found = /(?:action|code)\.js:(\d+)/.exec(text) ?? /line (\d+)/i.exec(text);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}

/** An event to try the draft with, of a type's sample. */
export function sampleEvent(type: string, sample: unknown, id: string): string {
  const event = {
    specversion: '1.0',
    id,
    source: 'urn:tailrace:test',
    type,
    time: new Date().toISOString(),
    data: sample,
  };
  return JSON.stringify(event, null, 2);
}
