import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Parameters in their order, as inspect gave them for PyTorch 1.13, by class. */
const inspected = new Map(
  readFileSync(join(import.meta.dirname, '..', '..', 'oracle', 'torch-signatures.txt'), 'utf8')
    .split('\n')
    .flatMap((line): readonly (readonly [string, readonly string[]])[] => {
      const [, name, parameters = ''] = /^(\w+)\((.*)\)/.exec(line) ?? [];
      if (name === undefined) return [];
      // A type in brackets may hold commas.
      const plain = parameters.replaceAll(/\[(?:[^[\]]|\[(?:[^[\]]|\[[^[\]]*\])*\])*\]/g, '');
      return [[`nn.${name}`, plain.split(', ').map((each) => each.split(/[:=]/)[0] as string)]];
    }),
);

/** From PyTorch's documentation, for what that list does not have. RMSNorm is of 2.4, all else of 1.13. */
const documented: Readonly<Record<string, string>> = {
  'nn.Parameter': 'data requires_grad',
  'nn.GLU': 'dim',
  'nn.Hardshrink': 'lambd',
  'nn.Softshrink': 'lambd',
  'nn.Tanhshrink': '',
  'nn.RMSNorm': 'normalized_shape eps elementwise_affine device dtype',
  'nn.GaussianNLLLoss': 'full eps reduction',
  'nn.MarginRankingLoss': 'margin size_average reduce reduction',
  'nn.CosineEmbeddingLoss': 'margin size_average reduce reduction',
  'nn.SoftMarginLoss': 'size_average reduce reduction',
  'nn.MultiLabelSoftMarginLoss': 'weight size_average reduce reduction',
  'nn.MultiMarginLoss': 'p margin weight size_average reduce reduction',
  'nn.TripletMarginLoss': 'margin p eps swap size_average reduce reduction',
  'torch.abs': 'input',
  'torch.allclose': 'input other rtol atol equal_nan',
  'torch.amax': 'input dim keepdim',
  'torch.amin': 'input dim keepdim',
  'torch.cat': 'tensors dim',
  'torch.chunk': 'input chunks dim',
  'torch.clamp': 'input min max',
  'torch.cos': 'input',
  'torch.detach': 'input',
  'torch.div': 'input other',
  'torch.erf': 'input',
  'torch.exp': 'input',
  'torch.frombuffer': 'buffer dtype count offset requires_grad',
  'torch.full': 'size fill_value',
  'torch.get_default_dtype': '',
  'torch.log': 'input',
  'torch.log_softmax': 'input dim dtype',
  'torch.logsumexp': 'input dim keepdim',
  'torch.matmul': 'input other',
  'torch.mean': 'input dim keepdim dtype',
  'torch.mul': 'input other',
  'torch.nn.functional.log_softmax': 'input dim',
  'torch.nn.functional.one_hot': 'tensor num_classes',
  'torch.nn.functional.softmax': 'input dim',
  'torch.nn.functional.softplus': 'input beta threshold',
  'torch.pow': 'input exponent',
  'torch.relu': 'input',
  'torch.reshape': 'input shape',
  'torch.set_default_dtype': 'd',
  'torch.sigmoid': 'input',
  'torch.sign': 'input',
  'torch.sin': 'input',
  'torch.softmax': 'input dim dtype',
  'torch.split': 'tensor split_size_or_sections dim',
  'torch.sqrt': 'input',
  'torch.square': 'input',
  'torch.sub': 'input other',
  'torch.sum': 'input dim keepdim dtype',
  'torch.tanh': 'input',
  'torch.tensor': 'data dtype device requires_grad',
  'torch.transpose': 'input dim0 dim1',
  'torch.where': 'condition input other',
};

/** Methods of tensors and modules that scripts may call, beside Python's own. */
export const methods: ReadonlySet<string> = new Set(
  'abs all append b64decode backward clone copy_ detach dim eval exit float long max requires_grad_ reshape retain_grad to train view_as'.split(
    ' ',
  ),
);

/** The parameters of what PyTorch has by this name, in their order; undefined where it is not known. */
export function torchParameters(callee: string): readonly string[] | undefined {
  const known = inspected.get(callee);
  if (known !== undefined) return known;
  const words = documented[callee];
  return words === undefined ? undefined : words.split(' ').filter((word) => word !== '');
}
