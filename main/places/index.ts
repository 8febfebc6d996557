/** Entry of the area `places`: one function per call of preload/contract/places.ts. */
export { bulletin, bulletinPdf } from './bulletin.ts';
export { groups, occupancy, seats } from './occupancy.ts';
export { decide, request, requests } from './requests.ts';
