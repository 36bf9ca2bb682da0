/**
 * One connection of server-sent events for this tab, however many parts listen: HTTP/1.1 allows six per browser.
 * Closed ten seconds after the tab was hidden, opened again when it is seen; events are resumed by their cursor.
 */
const HIDDEN_MS = 10_000;
const RETRY_MS = [500, 1_000, 2_000, 5_000];

export type Frame = 'overview' | 'events' | 'executions' | 'stream' | 'delivery' | 'dropped' | 'end';
const FRAMES: Frame[] = ['overview', 'events', 'executions', 'stream', 'delivery', 'dropped', 'end'];
type Listener = (frame: Frame, data: unknown) => void;

/** `waiting` since the connection broke; `age` is counted by who shows it. */
export type Health = { state: 'open' | 'idle' } | { state: 'waiting'; since: number };

export class Live {
  private readonly topics = new Map<string, Set<Listener>>();
  private readonly watchers = new Set<() => void>();
  private source: EventSource | undefined;
  private opened = '';
  private cursor = '';
  private tries = 0;
  private retry: number | undefined;
  private hide: number | undefined;
  health: Health = { state: 'idle' };

  constructor(private readonly open: (url: string) => EventSource = (url) => new EventSource(url)) {
    document.addEventListener('visibilitychange', () => this.visibility());
  }

  /** Listens until the answer is called. */
  on(topic: string, listener: Listener): () => void {
    const listeners = this.topics.get(topic) ?? new Set();
    this.topics.set(topic, listeners.add(listener));
    this.settle();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.topics.delete(topic);
      if (!this.topics.has('events')) this.cursor = '';
      this.settle();
    };
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Tries again at once. */
  again(): void {
    this.close();
    this.connect();
  }

  /** Several parts come and go while a page changes: the connection is made once they are done. */
  private settle(): void {
    queueMicrotask(() => {
      if (this.wanted() !== this.opened) this.again();
    });
  }

  private wanted(): string {
    return [...this.topics.keys()].sort().join(',');
  }

  private connect(): void {
    const topics = this.wanted();
    this.opened = topics;
    if (topics === '' || document.hidden) return this.say({ state: 'idle' });
    const from = this.cursor && this.topics.has('events') ? `&from=${encodeURIComponent(this.cursor)}` : '';
    const source = this.open(`/ui/live?topics=${encodeURIComponent(topics)}${from}`);
    this.source = source;
    source.onopen = () => {
      this.tries = 0;
      this.say({ state: 'open' });
    };
    source.onerror = () => this.lost();
    FRAMES.forEach((frame) =>
      source.addEventListener(frame, (message: MessageEvent<string>) => this.take(frame, message)),
    );
  }

  private take(frame: Frame, message: MessageEvent<string>): void {
    if (frame === 'events' && message.lastEventId) this.cursor = message.lastEventId;
    if (frame === 'end') return this.lost();
    const data: unknown = JSON.parse(message.data);
    for (const [topic, listeners] of this.topics) {
      if (concerns(topic, frame, data)) listeners.forEach((listener) => listener(frame, data));
    }
  }

  private lost(): void {
    this.close();
    this.say({ state: 'waiting', since: this.health.state === 'waiting' ? this.health.since : Date.now() });
    const wait = RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)];
    this.retry = window.setTimeout(() => this.connect(), wait);
  }

  private close(): void {
    window.clearTimeout(this.retry);
    this.source?.close();
    this.source = undefined;
  }

  private visibility(): void {
    window.clearTimeout(this.hide);
    if (!document.hidden) {
      if (!this.source) this.again();
      return;
    }
    this.hide = window.setTimeout(() => {
      this.close();
      this.say({ state: 'idle' });
    }, HIDDEN_MS);
  }

  private say(health: Health): void {
    this.health = health;
    this.watchers.forEach((watcher) => watcher());
  }
}

/** Which topic a frame belongs to: streams and deliveries by the id in their data. */
export function concerns(topic: string, frame: Frame, data: unknown): boolean {
  const said = data as { id?: string; topic?: string; event_stream_id?: string; event_id?: string };
  switch (frame) {
    case 'dropped':
      return topic === said.topic;
    case 'stream':
      return topic === `stream:${said.id}`;
    case 'delivery':
      return topic === `delivery:${said.event_stream_id}/${said.event_id}`;
    default:
      return topic === frame;
  }
}
