/** Norms of a layer's gradient between which it learns well: below it vanishes, above it explodes. */
export const healthyNorm = { from: 1e-5, to: 10 } as const;

/** How much smaller than the largest layer's a small gradient is before it is called vanishing: not mere rest. */
export const vanishingShare = 1e-3;

/** Share of an activation's units above which dead ones are worth a word. */
export const deadShare = 0.5;

/** Samples that must be looked at before a unit counts as dead. */
export const enoughSamples = 16;

/** How many times the largest loss at the start the mean of the latest is when it diverges. */
export const divergingTimes = 2;

/** The first updates, in which a rate that is far too high throws the weights away. */
export const firstUpdates = 10;

/** How many times the first loss one of the first updates is when the loss has jumped; single batches differ. */
export const jumpTimes = 10;

/** Root mean square of a feature, and ratio of two features' spreads, from which scaling helps. */
export const scaledFeature = { size: 3, ratio: 10 } as const;
