/** What Node gives an action; only what actions use, so that completion stays short. */
export const NODE_GLOBALS = `
declare var exports: { onExecuteEventStream?: (event: Event, api: EventStreamAPI) => Promise<void> | void; [name: string]: any };
declare var module: { exports: any };
declare function require(name: string): any;
declare namespace console {
  function log(...values: any[]): void;
  function info(...values: any[]): void;
  function debug(...values: any[]): void;
  function warn(...values: any[]): void;
  function error(...values: any[]): void;
}
declare function setTimeout(run: (...values: any[]) => void, ms?: number, ...values: any[]): any;
declare function clearTimeout(timer: any): void;
declare function setInterval(run: (...values: any[]) => void, ms?: number, ...values: any[]): any;
declare function clearInterval(timer: any): void;
declare function queueMicrotask(run: () => void): void;
declare function structuredClone<T>(value: T): T;
declare class URLSearchParams {
  constructor(init?: string | Record<string, string> | [string, string][]);
  append(name: string, value: string): void; delete(name: string): void; get(name: string): string | null;
  has(name: string): boolean; set(name: string, value: string): void; toString(): string;
}
declare class URL {
  constructor(url: string, base?: string);
  href: string; origin: string; protocol: string; host: string; hostname: string; port: string;
  pathname: string; search: string; hash: string; readonly searchParams: URLSearchParams; toString(): string;
}
declare class Headers {
  constructor(init?: Record<string, string>);
  get(name: string): string | null; set(name: string, value: string): void; has(name: string): boolean;
}
declare class AbortSignal { readonly aborted: boolean; static timeout(ms: number): AbortSignal }
declare class AbortController { readonly signal: AbortSignal; abort(reason?: any): void }
interface Response {
  readonly ok: boolean; readonly status: number; readonly statusText: string; readonly headers: Headers;
  json(): Promise<any>; text(): Promise<string>; arrayBuffer(): Promise<ArrayBuffer>;
}
declare function fetch(url: string | URL, init?: {
  method?: string; headers?: Record<string, string> | Headers; body?: string | Uint8Array | URLSearchParams;
  signal?: AbortSignal; redirect?: 'follow' | 'error' | 'manual';
}): Promise<Response>;
declare class TextEncoder { encode(text?: string): Uint8Array }
declare class TextDecoder { decode(bytes?: Uint8Array): string }
declare var Buffer: any;
declare var process: { env: Record<string, string | undefined>; version: string; uptime(): number };
declare var crypto: { randomUUID(): string; getRandomValues<T>(array: T): T; subtle: any };
`;
