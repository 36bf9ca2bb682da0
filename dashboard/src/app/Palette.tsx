import { useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { useLocation } from 'wouter';
import overlay from '../ui/Dialog.module.css';
import menu from '../ui/Menu.module.css';
import field from '../ui/Field.module.css';
import { nextTheme } from './theme';
import { nextTimeStyle } from './times';

interface Props {
  places: { to: string; name: string }[];
  onClose: () => void;
}

/** Everything by name; an id (`est_…`, `evt_…`, `auth0|…`) leads to its page. */
export function Palette({ places, onClose }: Props) {
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const { contains } = useFilter({ sensitivity: 'base' });
  const commands = [
    ...places.map(({ to, name }) => ({ name, act: () => navigate(to) })),
    { name: 'New action', act: () => navigate('/actions/new') },
    { name: 'New stream', act: () => navigate('/streams/new') },
    { name: 'Switch theme', act: nextTheme },
    { name: 'Switch times: ago, local, UTC', act: () => void nextTimeStyle() },
  ];
  const found = byId(text.trim());
  const shown = found ? [{ name: `Open ${text.trim()}`, act: () => navigate(found) }, ...commands] : commands;
  return (
    <ModalOverlay
      className={overlay['overlay'] ?? ''}
      isOpen
      isDismissable
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={overlay['modal'] ?? ''}>
        <Dialog className={overlay['dialog'] ?? ''} aria-label="Go to">
          <Autocomplete filter={contains} inputValue={text} onInputChange={setText}>
            <SearchField aria-label="Page, command or id" autoFocus>
              <Input className={field['input'] ?? ''} placeholder="Page, command or id" />
            </SearchField>
            <Menu className={menu['menu'] ?? ''} aria-label="Found">
              {shown.map(({ name, act }) => (
                <MenuItem
                  key={name}
                  className={menu['item'] ?? ''}
                  textValue={name}
                  onAction={() => {
                    onClose();
                    act();
                  }}
                >
                  {name}
                </MenuItem>
              ))}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Which page an id belongs to, by how it begins. */
export function byId(id: string): string | undefined {
  const place = encodeURIComponent(id);
  if (/^est_\w+$/.test(id)) return `/streams/${place}`;
  if (/^evt_\w+$/.test(id)) return `/events/${place}`;
  if (/^org_\w+$/.test(id)) return `/orgs/${place}`;
  if (/^\w[\w-]*\|.+$/.test(id)) return `/users/${place}`;
  return undefined;
}
