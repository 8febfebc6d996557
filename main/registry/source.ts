/** Which registry the desk asks: the gateway of the settings, else the local tables. */
import type { Clock } from '../clock.ts';
import type { OfficerContext } from '../context.ts';
import type { Log } from '../log.ts';
import { gatewayRegistry } from './gateway.ts';
import { localRegistry } from './local.ts';
import type { CivilRegistry } from './registry.ts';

export interface RegistrySource {
  /** The registry that is set, for this officer. */
  for(ctx: OfficerContext): Promise<CivilRegistry>;
}

/** Holds the gateway, so that its circuit is one for the whole desk; another address or time-out is another gateway. */
export function createRegistrySource(clock: Clock, log: Log): RegistrySource {
  let held: { readonly key: string; readonly registry: CivilRegistry } | null = null;
  return {
    async for(ctx) {
      const { installation } = await ctx.desk.reference.get();
      const { registry_url: url, registry_timeout_ms: timeoutMs } = installation;
      if (url === null) return localRegistry(ctx);
      const key = `${url} ${timeoutMs}`;
      if (held?.key !== key) {
        held = { key, registry: gatewayRegistry({ url, timeoutMs, log, now: () => clock.now() }) };
      }
      return held.registry;
    },
  };
}
