import type { Delivery } from '../../api/deliveries';
import { count } from '../../ui/numbers';
import { Status } from '../../ui/Status';
import { Time } from '../../ui/Time';
import { grouped } from './groups';
import s from './Groups.module.css';

/** Is it one problem or forty? The failures that were read, by their cause. */
export function Groups({ deliveries, complete }: { deliveries: readonly Delivery[]; complete: boolean }) {
  const groups = grouped(deliveries);
  if (groups.length === 0 || deliveries.length < 2) return null;
  return (
    <ul className={s['groups']} aria-label={complete ? 'Causes' : 'Causes of what was read so far'}>
      {groups.map((group) => (
        <li key={group.cause}>
          <Status of="failed" word={`${count(group.deliveries.length)}${complete ? '' : '+'} ×`} />
          <strong>{group.cause}</strong>
          <span>
            <Time at={group.first} /> to <Time at={group.last} />
          </span>
        </li>
      ))}
    </ul>
  );
}
