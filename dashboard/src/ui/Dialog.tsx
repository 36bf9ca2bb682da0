import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import s from './Dialog.module.css';

interface Props {
  title: string;
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
  /** Buttons, the main one last. */
  foot?: ReactNode;
}

/** Over the page, holding the focus; Escape closes it. */
export function Dialog({ title, onClose, wide = false, children, foot }: Props) {
  return (
    <ModalOverlay className={s['overlay'] ?? ''} isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className={`${s['modal']} ${wide ? s['wide'] : ''}`}>
        <AriaDialog className={s['dialog'] ?? ''}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          <div className={s['body']}>{children}</div>
          {foot && <div className={s['foot']}>{foot}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
