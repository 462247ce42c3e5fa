import { route } from '../../state/route.ts';
import { DeliveryList } from './delivery-list.tsx';
import { DeliveryView } from './delivery-view.tsx';

/** What arrives, the newest first; beside it what became of the opened delivery. */
export function LivePane() {
  const opened = Number(route.value.opened[0]);
  return (
    <div class={Number.isInteger(opened) ? 'split has-opened' : 'split'}>
      <DeliveryList opened={opened} />
      {Number.isInteger(opened) && <DeliveryView key={opened} number={opened} />}
    </div>
  );
}
