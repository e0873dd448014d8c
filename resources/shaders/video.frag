// SPDX-License-Identifier: MIT
// PLANAR, SEMI_PLANAR or RGB. `colour` holds matrix, range and bit depth. The rest as video_colour.cpp does it.
in vec2 at;
out vec4 pixel;

uniform sampler2D plane0;
uniform sampler2D plane1;
uniform sampler2D plane2;
uniform mat4 colour;
uniform float chromaShift;
uniform int transfer; // 0 SDR, 1 PQ, 2 HLG
uniform int wide;     // 1: primaries of BT.2020
uniform float peak;   // nits of the master
uniform float dither; // one step of the screen, 0: none

const float kReferenceWhite = 203.0; // nits an SDR screen shows as white (BT.2408)
const float kGamma = 2.2;            // of the screen

vec3 pqToNits(vec3 value)
{
    vec3 p = pow(max(value, 0.0), vec3(1.0 / 78.84375));
    return 10000.0 * pow(max(p - 0.8359375, 0.0) / (18.8515625 - 18.6875 * min(p, 1.0)), vec3(1.0 / 0.1593017578125));
}

vec3 hlgToNits(vec3 value)
{
    vec3 low = value * value / 3.0;
    vec3 high = (exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12.0;
    vec3 scene = mix(low, high, step(vec3(0.5), value));
    float luminance = dot(scene, vec3(0.2627, 0.6780, 0.0593));
    return peak * scene * pow(max(luminance, 1e-6), 0.2); // system gamma 1.2 at 1000 nits
}

// Straight up to the knee, then a shoulder that meets the peak at white; on the largest part, so that hues stay.
vec3 toneMapped(vec3 nits)
{
    vec3 light = nits / kReferenceWhite;
    float top = max(max(light.r, light.g), max(light.b, 1e-6));
    float white = peak / kReferenceWhite;
    float knee = 0.7;
    float mapped = top;
    if (top > knee) {
        float over = (top - knee) / (white - knee);
        float slope = (white - knee) / (1.0 - knee);
        mapped = knee + (1.0 - knee) * (over * slope) / (1.0 + over * (slope - 1.0));
    }
    return light * (min(mapped, 1.0) / top);
}

vec3 bt2020ToBt709(vec3 light)
{
    return mat3(1.6605, -0.1246, -0.0182, -0.5876, 1.1329, -0.1006, -0.0728, -0.0083, 1.1187) * light;
}

// R'G'B' as the picture codes them to those of an SDR screen.
vec3 shownOnSdr(vec3 rgb)
{
    if (transfer == 0 && wide == 0)
        return rgb;
    vec3 light = transfer == 0   ? pow(max(rgb, 0.0), vec3(kGamma))
                 : transfer == 1 ? toneMapped(pqToNits(rgb))
                                 : toneMapped(hlgToNits(clamp(rgb, 0.0, 1.0)));
    if (wide != 0)
        light = bt2020ToBt709(light);
    return pow(clamp(light, 0.0, 1.0), vec3(1.0 / kGamma));
}

// Half a step up or down, in an ordered pattern of 8 x 8: what would be bands becomes grain too fine to see.
float grain()
{
    ivec2 p = ivec2(gl_FragCoord.xy);
    int a = p.x ^ p.y;
    int order = (a & 1) << 5 | (p.y & 1) << 4 | (a & 2) << 2 | (p.y & 2) << 1 | (a & 4) >> 1 | (p.y & 4) >> 2;
    return ((float(order) + 0.5) / 64.0 - 0.5) * dither;
}

void main()
{
#if defined(RGB)
    vec3 rgb = texture(plane0, at).bgr;
#else
    vec2 chromaAt = at + vec2(chromaShift, 0.0);
#if defined(SEMI_PLANAR)
    vec3 sampled = vec3(texture(plane0, at).r, texture(plane1, chromaAt).rg);
#else
    vec3 sampled = vec3(texture(plane0, at).r, texture(plane1, chromaAt).r, texture(plane2, chromaAt).r);
#endif
    vec3 rgb = (colour * vec4(sampled, 1.0)).rgb;
#endif
    pixel = vec4(clamp(shownOnSdr(rgb) + grain(), 0.0, 1.0), 1.0);
}
