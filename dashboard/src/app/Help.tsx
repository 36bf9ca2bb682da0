import { useState } from 'react';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Check } from '../ui/Field';
import { GO, keysAreOn, switchKeys } from './keys';
import s from './Help.module.css';

const KEYS: [string, string][] = [
  ...Object.entries(GO).map(([key, { name }]): [string, string] => [`g ${key}`, name]),
  ['/', 'filter'],
  ['j k', 'next, previous row'],
  ['Enter', 'open the row'],
  ['x', 'select the row'],
  ['r', 'redeliver'],
  ['Space', 'pause the tail'],
  ['u', 'times: ago, local, UTC'],
  ['Ctrl K', 'go to a page or run a command'],
  ['Ctrl S', 'save the draft'],
  ['Ctrl Enter', 'test the draft'],
  ['Ctrl Shift Enter', 'deploy the draft'],
  ['Esc Tab', 'leave the editor'],
];

/** Every key there is, and the switch that turns the single ones off. */
export function Help({ onClose }: { onClose: () => void }) {
  const [on, setOn] = useState(keysAreOn);
  return (
    <Dialog title="Keys" onClose={onClose} foot={<Button onClick={onClose}>Close</Button>}>
      <dl className={s['keys']}>
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <Check
        label="Single keys are on"
        checked={on}
        onChange={(event) => {
          setOn(event.target.checked);
          switchKeys(event.target.checked);
        }}
      />
    </Dialog>
  );
}
