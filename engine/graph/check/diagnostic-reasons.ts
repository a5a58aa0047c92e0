import type { DiagnosticKind } from './diagnostic.ts';

/** What a code means, and why it matters. */
export interface Reason {
  readonly means: string;
  readonly why: string;
}

/** One for each kind of diagnostic; the diagnostics panel and `nodegrad codes` show them. */
export const diagnosticReasons: Readonly<Record<DiagnosticKind, Reason>> = {
  'unknown-operator': {
    means: 'A node is of a kind that is not in the palette.',
    why: 'What it computes is not known, so nothing after it is either.',
  },
  'bad-attribute': {
    means: 'An attribute has a value that its operator does not take.',
    why: 'PyTorch would refuse it too, or compute something else than is drawn.',
  },
  'duplicate-id': {
    means: 'Several nodes have the same id.',
    why: 'Wires and weights name nodes by their ids, so they could belong to any of them.',
  },
  'unknown-port': {
    means: 'A wire leads to a node or a port that is not there.',
    why: 'What it carries would be lost without a word.',
  },
  'missing-connection': {
    means: 'An input has no wire yet.',
    why: 'Without a value there, neither the node nor what follows can be computed.',
  },
  'doubled-connection': {
    means: 'Several wires lead into a port that takes one.',
    why: 'Which of the values is meant cannot be told.',
  },
  cycle: {
    means: 'A node is fed by itself.',
    why: 'Each value would have to be known before it is computed.',
  },
  'unknown-block': {
    means: 'A node uses a block that is not in the document.',
    why: 'What it computes is not known, so nothing after it is either.',
  },
  'recursive-block': {
    means: 'A block contains itself.',
    why: 'Written out, it would never end.',
  },
  'too-many-nodes': {
    means: 'With its blocks written out the graph has more nodes than can be held.',
    why: 'Checking and training would take more memory than there is.',
  },
  'shape-mismatch': {
    means: 'What arrives at a node has sizes that do not fit.',
    why: 'The operation is not defined for these sizes; PyTorch would stop with an error here.',
  },
  'wrong-kind': {
    means: 'Class indices arrive where numbers are needed, or the other way round.',
    why: 'An index is a name, not an amount: computing with it gives numbers without meaning.',
  },
  'bad-weights': {
    means: 'Stored weights fit no parameter.',
    why: 'Training would start from other weights than those that were saved.',
  },
  'bad-sharing': {
    means: 'Parameters are shared that cannot be.',
    why: 'Layers can use one set of weights only where its sizes fit them all.',
  },
  'bad-initialiser': {
    means: 'An initialiser does not fit its parameter.',
    why: 'Xavier, Kaiming and orthogonal count the inputs and outputs that a matrix joins; a bias joins none.',
  },
  'bad-bypass': {
    means: 'A bypassed node would give something else than it takes in, so it cannot pass that on.',
    why: 'What reads it would get other sizes or another kind of value than it was drawn for.',
  },
  'no-loss': {
    means: 'There is no number that training could make small.',
    why: 'Gradients start at a loss; without one nothing learns.',
  },
  unreachable: {
    means: 'A node leads to no loss.',
    why: 'No gradient reaches it, so its parameters stay as they were drawn.',
  },
  'small-batch': {
    means: 'A layer takes statistics over batches too small for them, such as BatchNorm1d over one sample.',
    why: 'The variance of a single value is 0 whatever it is; PyTorch refuses to train so.',
  },
  'squashed-logits': {
    means: 'A loss of logits gets probabilities, such as CrossEntropyLoss after Softmax.',
    why: 'The loss takes softmax or sigmoid itself. Done twice it flattens the scores: gradients shrink, learning is slow and the loss cannot come near 0.',
  },
  'not-probabilities': {
    means: 'A loss of probabilities gets other numbers, such as BCELoss without Sigmoid.',
    why: 'The logarithm of a number outside 0 to 1 is not defined: PyTorch stops with an error.',
  },
  'not-log-probabilities': {
    means: 'A loss of log-probabilities gets other numbers, such as NLLLoss without LogSoftmax.',
    why: 'The loss is then no likelihood: it can fall without bound while nothing is learned.',
  },
  'cut-off': {
    means: 'Every way from a layer to the loss lets no gradient back.',
    why: 'Its parameters stay as they were drawn, while the graph looks as if they learned.',
  },
  'nothing-to-learn': {
    means: 'No parameter may change.',
    why: 'Training would run and change nothing.',
  },
  'weightless-loss': {
    means: 'A loss has a total_weight of 0 or less.',
    why: 'Training lowers Σ total_weight · loss: at 0 the loss has no say, below 0 it is made large.',
  },
  'single-class': {
    means: 'A loss over classes gets one score only.',
    why: 'The share of one class is 1 whatever its score: the loss is 0, every answer counts as right, and nothing is learned. Numbers such as prices take a loss of numbers.',
  },
  'stacked-linear': {
    means: 'Two linear layers follow each other with no activation between.',
    why: 'A weighted sum of weighted sums is one weighted sum: the second layer adds parameters and no power.',
  },
  'clipped-logits': {
    means: 'An activation stands right before a loss of logits.',
    why: 'Scores that it cuts off, such as the negative ones after ReLU, can no longer say that a class is unlikely, and pass no gradient.',
  },
  'spare-outputs': {
    means: 'A loss gets more scores than its target has classes.',
    why: 'The spare scores only learn to be small; often the width or the number of classes was meant to be another.',
  },
  'repeated-softmax': {
    means: 'A loss that takes the softmax itself gets log-probabilities.',
    why: 'The softmax of log-probabilities gives them again: nothing is wrong, but it is computed for nothing.',
  },
  'dead-units': {
    means:
      'While training: more than half of the units of an activation pass no gradient for any sample looked at.',
    why: 'A unit that is shut for every sample no longer changes: its weights get no gradient, and the layer is narrower than drawn.',
  },
  'vanishing-gradient': {
    means: 'While training: the gradient of a layer is below 1e−5 and a thousandth of the largest layer’s.',
    why: 'The layer hardly learns, while those after it do: each activation on the way back takes its share.',
  },
  'exploding-gradient': {
    means: 'While training: the norm of a layer’s gradient is above 10.',
    why: 'One update can throw the weights far off, from where they do not come back.',
  },
  'diverging-loss': {
    means:
      'While training: the loss is no number, or has come to twice the largest it was at the start, or rose tenfold in the first updates and left units dead.',
    why: 'Steps are so long that they overshoot: most often the learning rate is too high.',
  },
  'unscaled-inputs': {
    means: 'In the data: features are far from 0, or of sizes that differ more than tenfold.',
    why: 'Large features rule the gradient and small ones are hardly heard: training is slow or needs a tiny learning rate.',
  },
  'spare-classes': {
    means: 'In the data: the target has fewer classes than the graph says.',
    why: 'The spare classes never occur, so their scores only learn to be small.',
  },
  'newer-version': {
    means: 'The document was written by a newer version.',
    why: 'It may say things that this version does not know, and would lose.',
  },
  'not-a-document': {
    means: 'The file is no Nodegrad document, or is damaged.',
    why: 'What cannot be read for certain is not opened, so that nothing is lost by saving it again.',
  },
};
