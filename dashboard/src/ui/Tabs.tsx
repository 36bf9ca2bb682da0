import s from './Tabs.module.css';

interface Props<T extends string> {
  label: string;
  tabs: readonly { id: T; name: string }[];
  chosen: T;
  onChoose: (id: T) => void;
}

/** Views of one page; the chosen one stands in the address. */
export function Tabs<T extends string>({ label, tabs, chosen, onChoose }: Props<T>) {
  return (
    <div className={s['tabs']} role="group" aria-label={label}>
      {tabs.map((tab) => (
        <button
          type="button"
          key={tab.id}
          className={s['tab']}
          aria-pressed={tab.id === chosen}
          onClick={() => onChoose(tab.id)}
        >
          {tab.name}
        </button>
      ))}
    </div>
  );
}
