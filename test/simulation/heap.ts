export interface Heap<Entry extends { readonly at: number }> {
  push(entry: Entry): void;
  pop(): Entry | undefined;
  peek(): Entry | undefined;
}

interface Node<Entry> {
  readonly at: number;
  /** How many were pushed before it. */
  readonly place: number;
  readonly entry: Entry;
}

/** Returns a binary heap, the earliest on top; the entry that was pushed first among equals. */
export function createHeap<Entry extends { readonly at: number }>(): Heap<Entry> {
  const nodes: Node<Entry>[] = [];
  let pushed = 0;
  return {
    push(entry) {
      lift(nodes, { at: entry.at, place: (pushed += 1), entry });
    },
    pop() {
      const [top] = nodes;
      const last = nodes.pop();
      if (last !== undefined && last !== top) sink(nodes, last);
      return top?.entry;
    },
    peek: () => nodes[0]?.entry,
  };
}

function isBefore(a: Node<unknown>, b: Node<unknown>): boolean {
  return a.at < b.at || (a.at === b.at && a.place < b.place);
}

/** Adds a node, and moves those above it down that come after it. */
function lift<Entry>(nodes: Node<Entry>[], node: Node<Entry>): void {
  let index = nodes.length;
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = nodes[above];
    if (parent === undefined || isBefore(parent, node)) break;
    nodes[index] = parent;
    index = above;
  }
  nodes[index] = node;
}

/** Puts a node in the place of the top, and moves those up that come before it. */
function sink<Entry>(nodes: Node<Entry>[], node: Node<Entry>): void {
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const [first, second] = [nodes[left], nodes[left + 1]];
    const isSecond = first !== undefined && second !== undefined && isBefore(second, first);
    const child = isSecond ? second : first;
    if (child === undefined || isBefore(node, child)) break;
    nodes[index] = child;
    index = isSecond ? left + 1 : left;
  }
  nodes[index] = node;
}
