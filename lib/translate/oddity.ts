/**
 * What may be odd about a delivery whose events are sent nevertheless. Each row says what one count means. They are fields
 * of a log line, which names the order, and no metrics.
 */
export const oddities = {
  UnusableEmail: 'an e-mail address that was left out',
  UnusablePhone: 'a phone number that was left out',
  FractionalQuantity: 'a line with a fractional quantity, sent as one unit at the line’s price',
  RefundWithoutLines: 'a refund without lines, sent with one item that stands in for them',
  OddFigure:
    'a figure, line or refund that could not be read and was set aside; `reason` says which, and the order is sent',
} as const;

export type Oddity = keyof typeof oddities;
