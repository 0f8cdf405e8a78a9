"""Configurations of networks that take images, or make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from flopguard.estimate.architecture.attention import Attention
from flopguard.estimate.architecture.hub.experts import dense
from flopguard.estimate.architecture.hub.fields import HEADS, HIDDEN, VOCABULARY, WIDTH, Fields
from flopguard.estimate.architecture.hub.layers import attention, uniform
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.estimate.architecture.stack import Stack
from flopguard.estimate.architecture.vision import DiffusionTransformer, DualEncoder, VisionTransformer


def vision(*, extra: int = 1, pooled: bool = False, labels: bool = True) -> Callable[[Fields], VisionTransformer]:
    """Transformers over the patches of an image; `extra` positions are no patch; `pooled` by one query at the end."""

    def read(fields: Fields) -> VisionTransformer:
        stack = Stack(
            fields.sized(*HIDDEN),
            ((fields.layers(), attention(fields, causal=False)),),
            _vision_block(fields),
        )
        image, patch = fields.sized("image_size"), fields.sized("patch_size")
        _fits(fields, "image_size", image, patch)
        return VisionTransformer(
            stack,
            image,
            patch,
            fields.sized("num_channels", default=3),
            extra + fields.whole("num_register_tokens", default=0),
            head=stack.hidden * _classes(fields) if labels else 0,
            pool=attention(fields, causal=False) if pooled else None,
        )

    return read


def _fits(fields: Fields, name: str, image: int, patch: int) -> None:
    if image < patch:
        fields.lacks.append(f"{fields.at}{name} of at least one patch of {patch} (it is {image})")


def _classes(fields: Fields) -> int:
    """How many classes the head tells apart; none where the configuration has no head."""
    named = fields.table.get("id2label")
    return len(named) if isinstance(named, Mapping) else fields.whole("num_labels", default=0)


def _vision_block(fields: Fields) -> Mlp:
    """As wide as stated, or `mlp_ratio` times the layer; a gated one is two thirds of that, rounded up to eights."""
    hidden = fields.sized(*HIDDEN)
    if any(map(fields.has, WIDTH)):
        return dense(fields, gated=fields.flag("use_gated_mlp"))
    width = int(hidden * fields.ratio("mlp_ratio", 4))
    if not fields.flag("use_swiglu_ffn"):
        return Mlp(width, gated=False)
    return Mlp((width * 2 // 3 + 7) // 8 * 8, gated=True)


def clip(fields: Fields) -> DualEncoder:
    """An image and its text, each with a projection to a common width."""
    text, images = fields.inner("text_config"), fields.inner("vision_config")
    width = fields.sized("projection_dim")
    seen = vision(labels=False)(images)
    read = uniform(text, causal=True)
    return DualEncoder(
        replace(seen, head=seen.stack.hidden * width),
        read,
        text.sized("max_position_embeddings"),
        text.sized(*VOCABULARY),
        read.hidden * width,
        width,
    )


def siglip(fields: Fields) -> DualEncoder:
    """An image gathered by one query, and an unmasked text with a product at its end."""
    text, images = fields.inner("text_config"), fields.inner("vision_config")
    read = uniform(text)
    seen = vision(extra=0, pooled=True, labels=False)(images)
    length, table = text.sized("max_position_embeddings"), text.sized(*VOCABULARY)
    return DualEncoder(seen, read, length, table, read.hidden**2, read.hidden)


def dit(fields: Fields) -> DiffusionTransformer:
    """A diffusion transformer in the form of the diffusers library, whose layers are steered apart."""
    heads, size = fields.sized(*HEADS), fields.sized("attention_head_dim")
    channels = fields.sized("in_channels")
    layer = Attention(heads, heads, size, causal=False)
    stack = Stack(heads * size, ((fields.layers(), layer),), Mlp(4 * heads * size, gated=False))
    latent, patch = fields.sized("sample_size"), fields.sized("patch_size")
    _fits(fields, "sample_size", latent, patch)
    return DiffusionTransformer(
        stack,
        latent,
        patch,
        channels,
        fields.sized("out_channels", default=channels),
        labels=fields.sized("num_embeds_ada_norm") + 1,
        apart=True,
    )
