import { ButtonLink } from '../ui/Button';
import { Page } from '../ui/Page';
import { Empty } from '../ui/Trouble';

export function NotFound() {
  return (
    <Page title="No such page">
      <Empty step={<ButtonLink to="/">Overview</ButtonLink>}>Nothing lies at this address.</Empty>
    </Page>
  );
}
