using System.Reflection;

namespace Appliance.Simulation;

/// <summary>
/// What the objects reachable from one would take on the device's heap, by its rules: 12 octets an
/// object and 12 a field, an array 12 + 4 and its elements, everything in multiples of 12.
/// </summary>
public sealed class DeviceHeap
{
    private const int Unit = 12;
    private const int ArrayHeader = 4;
    private const int BoxedOctets = 24;

    private static readonly string[] s_assemblies = ["Core", "Front", "Esp32"];

    private readonly HashSet<object> _seen =
        new HashSet<object>(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<string, int> _byType = new Dictionary<string, int>();

    private readonly IReadOnlyDictionary<string, int> _library;

    /// <summary>Counts objects of the core and its front alone.</summary>
    public DeviceHeap()
        : this(new Dictionary<string, int>())
    {
    }

    /// <summary>Counts objects of the core, its front and the firmware.</summary>
    /// <param name="library">What the device's own library takes for an object, by the full name of
    /// its type: its fields are not those of a stand-in.</param>
    public DeviceHeap(IReadOnlyDictionary<string, int> library)
    {
        _library = library;
    }

    /// <summary>Octets of all objects.</summary>
    public int Octets { get; private set; }

    /// <summary>The types that take most, with their octets.</summary>
    public IEnumerable<string> Largest => _byType.OrderByDescending(pair => pair.Value)
        .Take(40).Select(pair => $"{pair.Value,6} {pair.Key}");

    /// <summary>Counts an object and what it leads to, except what is in neither the appliance nor
    /// the library that was given.</summary>
    public void Add(object? value)
    {
        if (value == null || value is string || !_seen.Add(value))
        {
            return;
        }

        Type type = value.GetType();
        if (value is Array array)
        {
            AddArray(array, type);
            return;
        }

        if (!s_assemblies.Contains(type.Namespace?.Split('.').ElementAtOrDefault(1)))
        {
            Count(type.IsPrimitive ? BoxedOctets
                : _library.GetValueOrDefault(type.FullName ?? ""), type);
            return;
        }

        int fields = 0;
        for (Type? level = type; level != null && level != typeof(object); level = level.BaseType)
        {
            foreach (FieldInfo field in level.GetFields(BindingFlags.Instance
                | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                fields++;
                if (!field.FieldType.IsPrimitive)
                {
                    Add(field.GetValue(value));
                }
            }
        }

        Count(Unit + (Unit * fields), type);
    }

    private void AddArray(Array array, Type type)
    {
        Type element = type.GetElementType()!;
        int size = element.IsPrimitive
            ? System.Runtime.InteropServices.Marshal.SizeOf(element) : Unit;
        int octets = Unit + ArrayHeader + (array.Length * size);
        Count((octets + Unit - 1) / Unit * Unit, type);
        if (!element.IsPrimitive)
        {
            foreach (object? item in array)
            {
                Add(item);
            }
        }
    }

    private void Count(int octets, Type type)
    {
        Octets += octets;
        _byType[type.Name] = _byType.GetValueOrDefault(type.Name) + octets;
    }
}
