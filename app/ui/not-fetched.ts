/** Why a part of the page, or a file beside it, was not to be had. */
export const whyNotFetched = 'the network is gone, or the page is older than what is served';
