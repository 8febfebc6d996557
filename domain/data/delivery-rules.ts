/**
 * Terms of sending notices: our own choice, no act sets them. The quiet hours are those of the night as the law on administrative
 * offences is said to have them (article 437, unverified), begun an hour earlier.
 */
import type { DeliveryRules } from '../delivery.ts';

export const DELIVERY_RULES: readonly DeliveryRules[] = [
  {
    region: null,
    validFrom: '2025-01-01',
    validTo: null,
    attempts: 8,
    firstRetrySeconds: 60,
    longestRetrySeconds: 6 * 3600,
    leaseSeconds: 300,
    quietFrom: '21:00',
    quietTo: '09:00',
    quietChannels: ['sms', 'ed24'],
  },
];
