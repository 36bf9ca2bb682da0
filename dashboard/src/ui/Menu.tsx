import { ChevronDown } from 'lucide-react';
import {
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Popover,
  Button as AriaButton,
} from 'react-aria-components';
import button from './Button.module.css';
import s from './Menu.module.css';

export interface Item {
  name: string;
  act: () => void;
  danger?: boolean;
}

/** A button that opens a list of further acts. */
export function Menu({ label, items }: { label: string; items: Item[] }) {
  return (
    <MenuTrigger>
      <AriaButton className={button['button'] ?? ''}>
        {label}
        <ChevronDown size={14} aria-hidden />
      </AriaButton>
      <Popover className={s['popover'] ?? ''} placement="bottom end">
        <AriaMenu className={s['menu'] ?? ''}>
          {items.map((item) => (
            <MenuItem
              key={item.name}
              className={`${s['item']} ${item.danger ? s['danger'] : ''}`}
              onAction={item.act}
            >
              {item.name}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
