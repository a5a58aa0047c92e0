import { createContext } from 'react';

/** How much of a node is drawn: the card, or from afar a chip with its name and count. */
export type ZoomLevel = 'card' | 'chip';

export const zoomLevelAt = (zoom: number): ZoomLevel => (zoom >= 0.6 ? 'card' : 'chip');

export const ZoomLevelContext = createContext<ZoomLevel>('card');
