import type { Delivery } from '../../api/deliveries';

/** Failures with the same cause. */
export interface Group {
  cause: string;
  deliveries: Delivery[];
  first: string;
  last: string;
}

/** What a message says apart from the ids, numbers and texts in it, which differ from event to event. */
export function fingerprint(message: string): string {
  return message
    .replace(/\b[\w-]+\|[\w.-]+/g, '…')
    .replace(/\b(evt|org|est|usr)_\w+/g, '…')
    .replace(/[\w.+-]+@[\w-]+\.[\w.]+/g, '…')
    .replace(/\b[0-9a-f]{8,}(-[0-9a-f]+)*\b/gi, '…')
    .replace(/\b\d{4,}\b/g, '…');
}

/** The largest group first. */
export function grouped(deliveries: readonly Delivery[]): Group[] {
  const groups = new Map<string, Group>();
  for (const delivery of deliveries) {
    const attempt = delivery.attempts.findLast(({ status }) => status === 'failed');
    if (!attempt) continue;
    const cause = fingerprint(attempt.error_detail ?? attempt.error_message ?? '');
    const group = groups.get(cause) ?? {
      cause,
      deliveries: [],
      first: attempt.timestamp,
      last: attempt.timestamp,
    };
    group.deliveries.push(delivery);
    if (attempt.timestamp < group.first) group.first = attempt.timestamp;
    if (attempt.timestamp > group.last) group.last = attempt.timestamp;
    groups.set(cause, group);
  }
  return [...groups.values()].sort((a, b) => b.deliveries.length - a.deliveries.length);
}
